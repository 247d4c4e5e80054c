import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Serves MongoDB's protocol from memory on a free loopback port, and writes its URI to the file it is given. */
class MongodbServer {
  public static void main(String[] args) throws Exception {
    var server = new MongoServer(new Backend().version(new Version(List.of(5, 0, 0), 13)));
    server.bind("127.0.0.1", 0);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    var file = Path.of(args[0]);
    var draft = Path.of(args[0] + ".new");
    Files.writeString(draft, "mongodb://127.0.0.1:" + server.getLocalAddress().getPort() + "/\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    Thread.currentThread().join();
  }

  /** The server says 3.6 at most, which the driver refuses; it understands what the store sends all the same. */
  record Version(List<Integer> getVersionArray, int getWireVersion) implements MongoVersion {}

  static class Backend extends MemoryBackend {
    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
      return new Database(name, getCursorRegistry());
    }
  }

  static class Database extends MemoryDatabase {
    Database(String name, CursorRegistry cursors) {
      super(name, cursors);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
      return new UniqueIndex(name, keys, sparse);
    }
  }

  /**
   * The server uses a unique index only for a query of exactly its keys, and reads the whole collection for any other:
   * every conditional update by `_id` and something more. This one narrows those too; what it finds is still matched
   * against the whole query.
   */
  static class UniqueIndex extends MemoryUniqueIndex {
    UniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
      super(name, keys, sparse);
    }

    @Override
    public boolean canHandle(Document query) {
      return super.canHandle(ownKeys(query));
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
      return super.getPositions(ownKeys(query));
    }

    private Document ownKeys(Document query) {
      var own = new Document();
      for (var key : keys()) if (query.containsKey(key)) own.put(key, query.get(key));
      return own;
    }
  }
}
