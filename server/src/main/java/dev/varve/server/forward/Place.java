package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An event of one journal, as clients are told of it: who saw it wants to see nothing older.
public record Place(Origin origin, Position position) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{16})\\.([1-9][0-9]{0,8})\\.([0-9]{1,18})");

    /// @throws IllegalArgumentException for what [#toString] does not say
    static Place parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a place in a journal");
        }
        NodeId node = new NodeId(HexFormat.fromHexDigitsToLong(form.group(1)));
        return new Place(
                new Origin(node, Integer.parseInt(form.group(2))),
                new Position(Long.parseLong(form.group(3))));
    }

    @Override
    public String toString() {
        return origin + "." + position.value();
    }
}
