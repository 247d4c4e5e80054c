import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Supplier;

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
    protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
      return new Collection(this, name, options, cursorRegistry);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
      return new UniqueIndex(name, keys, sparse);
    }
  }

  /**
   * The server answers a query with the documents themselves, and changes them in place while the answer is being written:
   * whoever reads may get half of a change. This one answers with copies; only a change gets the documents.
   */
  static class Collection extends MemoryCollection {
    private boolean changing;

    Collection(MemoryDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
      super(database, name, options, cursors);
    }

    @Override
    protected QueryResult createQueryResult(List<Document> found, int batchSize) {
      return super.createQueryResult(changing ? found : found.stream().map(Document::cloneDeeply).toList(), batchSize);
    }

    @Override
    public synchronized Document findAndModify(Document query) {
      return change(() -> super.findAndModify(query)).cloneDeeply();
    }

    @Override
    public synchronized int deleteDocuments(Document selector, int limit, Oplog oplog) {
      return change(() -> super.deleteDocuments(selector, limit, oplog));
    }

    @Override
    public synchronized Document updateDocuments(
        Document selector, Document update, ArrayFilters filters, boolean many, boolean upsert, Oplog oplog) {
      return change(() -> super.updateDocuments(selector, update, filters, many, upsert, oplog));
    }

    private <T> T change(Supplier<T> work) {
      changing = true;
      try {
        return work.get();
      } finally {
        changing = false;
      }
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
