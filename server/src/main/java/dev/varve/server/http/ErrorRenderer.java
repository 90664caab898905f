package dev.varve.server.http;

import java.util.Map;

/// Tells a client of an error in the form its surface has for errors.
@FunctionalInterface
public interface ErrorRenderer {
    /// @param requestId goes into the document
    /// @param rawPath what was asked for, empty when that is not known
    HttpResponse render(Failed failed, String requestId, String rawPath);

    /// The plainest form there is: S3's document with nothing optional.
    ErrorRenderer PLAIN =
            (failed, requestId, rawPath) -> {
                StringBuilder text = new StringBuilder(200);
                text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
                element(text, "Code", failed.code().code());
                element(text, "Message", failed.text());
                for (Map.Entry<String, String> detail : failed.details().entrySet()) {
                    element(text, detail.getKey(), detail.getValue());
                }
                element(text, "RequestId", requestId);
                text.append("</Error>");
                HttpResponse response = HttpResponse.xml(failed.code().status(), text.toString());
                failed.headers().forEach(response.headers()::add);
                return response;
            };

    private static void element(StringBuilder text, String name, String value) {
        text.append('<').append(name).append('>');
        for (int i = 0; i < value.length(); i++) {
            escape(text, value.charAt(i));
        }
        text.append("</").append(name).append('>');
    }

    /// Control characters have no form in XML 1.0, not even an escaped one.
    private static void escape(StringBuilder text, char c) {
        switch (c) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            default -> text.append(c < ' ' && c != '\t' && c != '\n' ? '?' : c);
        }
    }
}
