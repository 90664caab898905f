package dev.varve.server.api.cluster;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.varve.log.StoreException;
import dev.varve.server.api.Json;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A layout in a file: JSON where its name ends in `.json`, else TOML with the same fields.
public final class LayoutFile {
    private static final int LIMIT = 2 << 20;

    private LayoutFile() {}

    /// @throws StoreException.Failed that names the file and what is wrong with it
    public static LayoutForm read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw failed(file, "it is longer than " + LIMIT + " bytes", null);
            }
            return Json.read(json(file, bytes), LayoutForm.class);
        } catch (JacksonException e) {
            throw failed(file, "not TOML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw failed(file, "cannot be read: " + e, e);
        } catch (Failed e) {
            throw failed(file, e.text(), e);
        }
    }

    private static byte[] json(Path file, byte[] bytes) throws IOException {
        return file.toString().endsWith(".json")
                ? bytes
                : JsonMapper.builder()
                        .build()
                        .writeValueAsBytes(TomlMapper.builder().build().readTree(bytes));
    }

    private static StoreException.Failed failed(
            Path file, String what, @org.jspecify.annotations.Nullable Exception cause) {
        String text = "the layout in " + file + ": " + what;
        return cause == null
                ? new StoreException.Failed(text)
                : new StoreException.Failed(text, cause);
    }
}
