package dev.varve.tools.inspect;

import dev.varve.log.Actor;
import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Records as JSON on one line. Ids, keys, names and times are strings; positions are numbers; an
/// event or content says its type.
final class Json {
    private static final Set<Class<?>> TEXTS =
            Set.of(
                    BlobId.class,
                    BucketId.class,
                    BucketName.class,
                    Bytes.class,
                    ClusterId.class,
                    ETag.class,
                    Hash256.class,
                    HybridTime.class,
                    NodeId.class,
                    ObjectKey.class,
                    Origin.class,
                    Stamp.class,
                    UploadId.class,
                    VersionId.class,
                    Instant.class,
                    Duration.class,
                    String.class);

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String of(Object value) {
        Json json = new Json();
        json.write(value);
        return json.out.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Position position -> out.append(position.value());
            case Actor actor -> text(actor.id());
            case RecordView record -> write(record.recorded());
            case Event.PayloadWithheld _ -> out.append("{\"type\":\"PayloadWithheld\"}");
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            case Enum<?> name -> text(name.name());
            case Map<?, ?> map -> map(map);
            case Iterable<?> list -> list(list);
            case Object other when TEXTS.contains(other.getClass()) -> text(other.toString());
            case Record composed -> fields(composed);
            default -> text(value.toString());
        }
    }

    private void fields(Record composed) {
        out.append('{');
        if (composed instanceof Event || composed instanceof Content) {
            out.append("\"type\":");
            text(composed.getClass().getSimpleName());
            out.append(composed.getClass().getRecordComponents().length > 0 ? "," : "");
        }
        String separator = "";
        for (RecordComponent component : composed.getClass().getRecordComponents()) {
            out.append(separator);
            text(component.getName());
            out.append(':');
            write(valueOf(composed, component));
            separator = ",";
        }
        out.append('}');
    }

    private static @Nullable Object valueOf(Record composed, RecordComponent component) {
        try {
            return composed instanceof EventsImported imported
                            && component.getName().equals("frame")
                    ? within(imported)
                    : component.getAccessor().invoke(composed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a public record: " + composed.getClass(), e);
        }
    }

    /// The events that were taken over; the bytes where they are none.
    private static Object within(EventsImported event) {
        try {
            return Frame.read(event.frame());
        } catch (IllegalArgumentException e) {
            return event.frame();
        }
    }

    private void map(Map<?, ?> map) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            text(String.valueOf(entry.getKey()));
            out.append(':');
            write(entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void list(Iterable<?> list) {
        out.append('[');
        for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
            write(each.next());
            out.append(each.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
