package dev.varve.server.api.uploads;

import java.util.ArrayList;
import java.util.List;

/// Numbers in ascending order as people write them: `1-3, 7`.
final class Runs {
    private Runs() {}

    static String text(List<Integer> numbers) {
        List<String> runs = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= numbers.size(); i++) {
            if (i == numbers.size() || numbers.get(i) != numbers.get(i - 1) + 1) {
                int first = numbers.get(begin);
                int last = numbers.get(i - 1);
                runs.add(first == last ? Integer.toString(first) : first + "-" + last);
                begin = i;
            }
        }
        return String.join(", ", runs);
    }
}
