package dev.varve.server.api;

import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Verb;
import dev.varve.server.surface.PastRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One row of the API's table: what is asked for, what it takes to be allowed, who answers, and all
/// that a reader of the documentation is told. The OpenAPI document is made from these rows, and a
/// query parameter that is not in its row is refused.
///
/// @param name unique; OpenAPI's operation id, and what logs and metrics say
/// @param action what must be allowed on the `{bucket}` and `{key}` of the path
/// @param guardsItself whether the operation asks for what it needs by itself, as where buckets and keys
///     are in the body
/// @param past whether it is for buckets as they were, too
/// @param deletes whether its body may name objects that are then deleted, whatever its method and
///     action say
/// @param concerning what a request for it is about, for finding the member of a cluster that decides it
public record Endpoint(
        String method,
        PathTemplate path,
        String name,
        Action action,
        boolean guardsItself,
        boolean deletes,
        Past past,
        Concerning concerning,
        ApiOperation operation,
        Description description) {

    /// What an endpoint can do with a bucket as it was.
    public enum Past {
        NOTHING,
        /// Reads it.
        READ,
        /// Takes things out of it for another one.
        COPY_FROM
    }

    /// @param summary one line
    /// @param request null where there is no body
    /// @param example of the body, where the one made from its form says too little
    /// @param open whether anybody may ask, without a key
    public record Description(
            String summary,
            List<Parameter> parameters,
            @Nullable Content request,
            @Nullable String example,
            List<Answer> answers,
            Set<ErrorCode> errors,
            boolean open,
            boolean deprecated) {
        static final Description NONE =
                new Description("", List.of(), null, null, List.of(), Set.of(), false, false);

        public Description {
            parameters = List.copyOf(parameters);
            answers = List.copyOf(answers);
            errors = Set.copyOf(errors);
        }

        private Description summary(String text) {
            return new Description(
                    text, parameters, request, example, answers, errors, open, deprecated);
        }

        private Description parameters(List<Parameter> all) {
            return new Description(
                    summary, all, request, example, answers, errors, open, deprecated);
        }

        private Description request(@Nullable Content body, @Nullable String sample) {
            return new Description(
                    summary, parameters, body, sample, answers, errors, open, deprecated);
        }

        private Description answers(List<Answer> all) {
            return new Description(
                    summary, parameters, request, example, all, errors, open, deprecated);
        }

        private Description errors(Set<ErrorCode> all) {
            return new Description(
                    summary, parameters, request, example, answers, all, open, deprecated);
        }

        private Description flags(boolean toAll, boolean old) {
            return new Description(
                    summary, parameters, request, example, answers, errors, toAll, old);
        }
    }

    /// Where a parameter stands.
    public enum In {
        PATH,
        QUERY,
        HEADER
    }

    /// @param type of JSON Schema: string, integer or boolean
    public record Parameter(In in, String name, String type, String about) {}

    /// A body: JSON of the form of a record, or bytes of a media type.
    public record Content(String mediaType, @Nullable Class<?> form) {
        public static Content json(Class<?> form) {
            return new Content("application/json", form);
        }

        public static Content bytes(String mediaType) {
            return new Content(mediaType, null);
        }
    }

    /// A header of an answer.
    public record Header(String name, String about) {}

    /// @param content null for an answer without body
    public record Answer(
            int status, String about, @Nullable Content content, List<Header> headers) {
        public Answer {
            headers = List.copyOf(headers);
        }

        public Answer(int status, String about, @Nullable Content content) {
            this(status, about, content, List.of());
        }

        private Answer with(Header header) {
            return new Answer(status, about, content, plus(headers, header));
        }
    }

    /// @param path see [PathTemplate]
    public static Endpoint of(
            String method, String path, String name, Action action, ApiOperation operation) {
        return new Endpoint(
                method,
                new PathTemplate(path),
                name,
                action,
                false,
                false,
                Past.NOTHING,
                Concerning.byPath(method),
                operation,
                Description.NONE);
    }

    public Endpoint guardingItself() {
        return new Endpoint(
                method,
                path,
                name,
                action,
                true,
                deletes,
                past,
                concerning,
                operation,
                description);
    }

    /// Not for ports where nothing is deleted.
    public Endpoint deleting() {
        return new Endpoint(
                method,
                path,
                name,
                action,
                guardsItself,
                true,
                past,
                concerning,
                operation,
                description);
    }

    /// For reading buckets as they were, too: by their names, or by a parameter.
    public Endpoint readingPast() {
        return with(Past.READ)
                .query(
                        PastRequest.PARAMETER,
                        "string",
                        "as it was: at a time of RFC 3339, or just after a position")
                .refuses(ErrorCode.HISTORY_PURGED);
    }

    /// For taking things out of buckets that show the past.
    public Endpoint copyingFromPast() {
        return with(Past.COPY_FROM).refuses(ErrorCode.HISTORY_PURGED, ErrorCode.BYTES_RELEASED);
    }

    private Endpoint with(Past reach) {
        return new Endpoint(
                method,
                path,
                name,
                action,
                guardsItself,
                deletes,
                reach,
                concerning,
                operation,
                description);
    }

    /// About something else than its path says.
    public Endpoint about(Concerning other) {
        return new Endpoint(
                method,
                path,
                name,
                action,
                guardsItself,
                deletes,
                past,
                other,
                operation,
                description);
    }

    /// About what this node has for itself, or changing nothing.
    public Endpoint ofThisNode() {
        return about((request, path) -> Concern.HERE);
    }

    /// For everybody, with or without a key: nothing is asked for.
    public Endpoint openToAll() {
        return guardingItself().with(description.flags(true, description.deprecated));
    }

    public Endpoint deprecated() {
        return with(description.flags(description.open, true));
    }

    public Endpoint summary(String text) {
        return with(description.summary(text));
    }

    /// What a variable of the path is; `bucket` and `key` need no telling.
    public Endpoint path(String variable, String about) {
        return with(new Parameter(In.PATH, variable, "string", about));
    }

    public Endpoint query(String parameter, String type, String about) {
        return with(new Parameter(In.QUERY, parameter, type, about));
    }

    /// A header that means something here. It is for readers: other headers do no harm.
    public Endpoint header(String header, String about) {
        return with(new Parameter(In.HEADER, header, "string", about));
    }

    private Endpoint with(Parameter parameter) {
        return with(description.parameters(plus(description.parameters, parameter)));
    }

    public Endpoint takes(Content request) {
        return with(description.request(request, description.example));
    }

    public Endpoint takesJson(Class<?> form) {
        return takes(Content.json(form));
    }

    /// A body as one would send it.
    public Endpoint example(String body) {
        return with(description.request(description.request, body));
    }

    public Endpoint answers(int status, String about, Content content) {
        return with(new Answer(status, about, content));
    }

    public Endpoint answersJson(int status, Class<?> form) {
        return with(new Answer(status, "", Content.json(form)));
    }

    public Endpoint answersNothing(int status) {
        return with(new Answer(status, "", null));
    }

    /// A header of the answer that was added last.
    public Endpoint answersHeader(String header, String about) {
        List<Answer> all = new ArrayList<>(description.answers);
        all.add(all.removeLast().with(new Header(header, about)));
        return with(description.answers(all));
    }

    private Endpoint with(Answer answer) {
        return with(description.answers(plus(description.answers, answer)));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> all = new ArrayList<>(list);
        all.add(one);
        return all;
    }

    /// Errors of its own, beside those that any endpoint may answer with.
    public Endpoint refuses(ErrorCode... codes) {
        Set<ErrorCode> all = new TreeSet<>(description.errors);
        all.addAll(List.of(codes));
        return with(description.errors(all));
    }

    private Endpoint with(Description changed) {
        return new Endpoint(
                method,
                path,
                name,
                action,
                guardsItself,
                deletes,
                past,
                concerning,
                operation,
                changed);
    }

    /// Whether its path names objects of a bucket, or the list of them.
    boolean isOfObjects() {
        List<String> variables = path.variables();
        return variables.contains(ApiCall.BUCKET)
                && (variables.contains(ApiCall.KEY) || path.toString().endsWith("/objects"));
    }

    /// What it does beside what its method says.
    Set<Verb> verbs() {
        boolean removes = action == Action.DELETE_OBJECT || action == Action.DELETE_BUCKET;
        return removes || deletes ? Set.of(Verb.DELETE) : Set.of();
    }

    boolean takesQuery(String parameter) {
        return description.parameters.stream()
                .anyMatch(each -> each.in == In.QUERY && each.name.equals(parameter));
    }
}
