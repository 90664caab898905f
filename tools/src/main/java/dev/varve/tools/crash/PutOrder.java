package dev.varve.tools.crash;

import java.util.ArrayList;
import java.util.List;

/// What one key's puts, in the order in which they were asked for one after the other, say of the order
/// in which somebody is told of them. One that was not answered may have happened or not; one that was
/// answered has.
final class PutOrder {
    private final List<Put> puts = new ArrayList<>();

    /// @param etag of content that no other put has
    private record Put(String etag, boolean acknowledged) {}

    void add(String etag, boolean acknowledged) {
        puts.add(new Put(etag, acknowledged));
    }

    long acknowledged() {
        return puts.stream().filter(Put::acknowledged).count();
    }

    long unknown() {
        return puts.size() - acknowledged();
    }

    /// What is wrong with these, told in this order, each once.
    List<String> wrong(List<String> told) {
        List<String> wrong = new ArrayList<>();
        int next = 0;
        for (String etag : told) {
            int at = find(etag, next);
            if (at < 0) {
                wrong.add(etag + (find(etag, 0) < 0 ? " was never put" : " came too late"));
            } else {
                passedOver(next, at, wrong);
                next = at + 1;
            }
        }
        passedOver(next, puts.size(), wrong);
        return wrong;
    }

    private int find(String etag, int from) {
        for (int i = from; i < puts.size(); i++) {
            if (puts.get(i).etag.equals(etag)) {
                return i;
            }
        }
        return -1;
    }

    private void passedOver(int from, int to, List<String> wrong) {
        puts.subList(from, to).stream()
                .filter(Put::acknowledged)
                .forEach(put -> wrong.add(put.etag + " was acknowledged and did not come in turn"));
    }
}
