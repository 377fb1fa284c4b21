package reviews.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A line to a server that can be cut and mended, as networks are. */
public final class Wire {
  private final NetServer entrance;
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  public Wire(Vertx vertx, int port) throws TimeoutException {
    NetClient client = vertx.createNetClient();
    this.entrance = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
        .connectHandler(near -> {
          if (cut) {
            var _ = near.close();
            return;
          }
          open.add(near);
          near.pause();
          client.connect(port, "127.0.0.1").onSuccess(far -> {
            near.closeHandler(_ -> {
              open.remove(near);
              var _ = far.close();
            });
            far.closeHandler(_ -> {
              var _ = near.close();
            });
            var _ = near.pipeTo(far);
            var _ = far.pipeTo(near);
          }).onFailure(_ -> {
            var _ = near.close();
          });
        });
    entrance.listen().await(5, TimeUnit.SECONDS);
  }

  public int port() {
    return entrance.actualPort();
  }

  public void cut() {
    cut = true;
    open.forEach(socket -> {
      var _ = socket.close();
    });
  }

  public void mend() {
    cut = false;
  }
}
