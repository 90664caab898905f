package dev.varve.server.s3;

import dev.varve.server.forward.Joining;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import dev.varve.server.s3.xml.DeleteDocument;
import dev.varve.server.s3.xml.DeleteResultDocument;
import dev.varve.server.s3.xml.DeleteResultDocument.Row;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.s3.xml.XmlInput.Element;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// A `DeleteObjects` that several members do: each answers for its share.
record DeleteShares(DeleteDocument document) implements Joining<Row> {
    @Override
    public List<Row> rows(Share share, byte[] answer) {
        return DeleteResultDocument.read(share, document.quiet(), parse(answer));
    }

    @Override
    public Optional<Failed> refusal(byte[] answer) {
        try {
            Element error = parse(answer);
            return error.text("Code")
                    .flatMap(ErrorCode::named)
                    .map(code -> new Failed(code, error.text("Message").orElse("")));
        } catch (Failed e) {
            return Optional.empty();
        }
    }

    private static Element parse(byte[] answer) {
        try {
            return XmlInput.parse(new ByteArrayInputStream(answer), answer.length);
        } catch (IOException e) {
            throw new UncheckedIOException("an array was read", e);
        }
    }

    @Override
    public Row failed(int place, Failed why) {
        return new Row.Refused(why.code().code(), why.text());
    }

    @Override
    public HttpResponse answer(List<Row> rows) {
        return HttpResponse.xml(200, DeleteResultDocument.of(document.entries(), rows));
    }
}
