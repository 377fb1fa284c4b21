package reviews.signin;

/**
 * One try to sign in, from leaving the site to coming back.
 *
 * @param state comes back in the address: the answer belongs to a question of ours
 * @param nonce comes back inside the signed token: the token was made for this try
 * @param verifier whose hash goes ahead (PKCE): only who asked can redeem the code; 43 to 128 characters
 */
public record Attempt(String state, String nonce, String verifier) {}
