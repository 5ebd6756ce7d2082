import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.*;
import java.util.*;
import static io.trino.testing.TestingSession.testSessionBuilder;

/** Runs the statements of a JSON file in Trino, one after the other, and writes what each gives. */
public class AskTrino {
    public static void main(String[] args) throws Exception {
        Session session = testSessionBuilder().setCatalog("memory").setSchema("default").build();
        try (LocalQueryRunner runner = LocalQueryRunner.create(session)) {
            runner.installPlugin(new MemoryPlugin());
            runner.createCatalog("memory", "memory", Map.of());
            ObjectMapper json = new ObjectMapper();
            List<Map<String, Object>> out = new ArrayList<>();
            for (String statement : json.readValue(Path.of(args[0]).toFile(), String[].class)) {
                MaterializedResult result = runner.execute(session, statement);
                List<Object> rows = new ArrayList<>();
                for (MaterializedRow row : result) rows.add(row.getFields());
                out.add(Map.of("columns", result.getColumnNames(), "rows", rows));
            }
            json.writeValue(Path.of(args[1]).toFile(), out);
        }
        System.exit(0);
    }
}
