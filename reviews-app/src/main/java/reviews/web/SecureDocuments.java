package reviews.web;

import java.util.List;

/** What the security page leads to. */
final class SecureDocuments {
  record Group(String title, List<Document> documents) {}

  record Document(String title, String from, String about, String address) {}

  static final List<Group> ALL = List.of(
      new Group("Building it in", List.of(
          new Document("Application Security Verification Standard", "OWASP",
              "What to require of a web app, level by level. This site lists where it meets level 1.",
              "https://owasp.org/www-project-application-security-verification-standard/"),
          new Document("Top 10", "OWASP", "The ten kinds of weakness that cost the most.",
              "https://owasp.org/www-project-top-ten/"),
          new Document("Cheat Sheet Series", "OWASP", "Short answers: sessions, file uploads, CSRF, secrets.",
              "https://cheatsheetseries.owasp.org/"),
          new Document("Secure Software Development Framework", "NIST", "Practices for whoever makes software.",
              "https://csrc.nist.gov/projects/ssdf"),
          new Document("Secure by Design", "CISA", "Why safety is the maker's duty, not the customer's.",
              "https://www.cisa.gov/securebydesign"))),
      new Group("On Azure App Service", List.of(
          new Document("Security in Azure App Service", "Microsoft Learn",
              "What the platform does and what is left to you.",
              "https://learn.microsoft.com/azure/app-service/overview-security"),
          new Document("Key Vault references", "Microsoft Learn", "Secrets as app settings that hold no secret.",
              "https://learn.microsoft.com/azure/app-service/app-service-key-vault-references"),
          new Document("Managed identities", "Microsoft Learn", "Reaching data and vaults without a password.",
              "https://learn.microsoft.com/azure/app-service/overview-managed-identity"),
          new Document("Sign-in with the code flow", "Microsoft Learn", "What this site does when visitors sign in.",
              "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"))));

  private SecureDocuments() {}
}
