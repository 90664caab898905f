package dev.varve.tools.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A line of values from left to right as SVG, with its scale.
record Plot(String title, String xLabel, String yLabel, List<Double> values) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 70;
    private static final int BOTTOM = 45;
    private static final int TOP = 35;
    private static final int RIGHT = 20;
    private static final int MOST_POINTS = 400;
    private static final int TICKS = 4;

    static Plot of(String title, String xLabel, String yLabel, double[] values) {
        return new Plot(title, xLabel, yLabel, Arrays.stream(values).boxed().toList());
    }

    String svg() {
        double[] points = thinned();
        double top = Math.max(Arrays.stream(points).max().orElse(1), 1e-9) * 1.1;
        StringBuilder out = new StringBuilder(4096);
        out.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="20" font-size="14">%s</text>
                <text x="%d" y="%d" text-anchor="middle">%s</text>
                <text x="14" y="%d" text-anchor="middle" transform="rotate(-90 14 %d)">%s</text>
                """
                        .formatted(
                                WIDTH,
                                HEIGHT,
                                LEFT,
                                title,
                                (LEFT + WIDTH - RIGHT) / 2,
                                HEIGHT - 8,
                                xLabel,
                                HEIGHT / 2,
                                HEIGHT / 2,
                                yLabel));
        grid(out, top);
        out.append("<polyline fill=\"none\" stroke=\"#2266aa\" stroke-width=\"1.5\" points=\"");
        for (int i = 0; i < points.length; i++) {
            out.append(text(x(i, points.length)))
                    .append(',')
                    .append(text(y(points[i], top)))
                    .append(' ');
        }
        return out.append("\"/>\n</svg>\n").toString();
    }

    private void grid(StringBuilder out, double top) {
        for (int i = 0; i <= TICKS; i++) {
            double value = top * i / TICKS;
            out.append(
                    """
                    <line x1="%d" x2="%d" y1="%s" y2="%s" stroke="#dddddd"/>
                    <text x="%d" y="%s" text-anchor="end">%s</text>
                    """
                            .formatted(
                                    LEFT,
                                    WIDTH - RIGHT,
                                    text(y(value, top)),
                                    text(y(value, top)),
                                    LEFT - 6,
                                    text(y(value, top) + 4),
                                    label(value)));
        }
    }

    private static String label(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }

    private static String text(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    private static double x(int index, int count) {
        return LEFT + (double) index * (WIDTH - LEFT - RIGHT) / Math.max(1, count - 1);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    }

    /// Means of neighbours where there are more values than a picture shows.
    private double[] thinned() {
        int step = Math.max(1, (values.size() + MOST_POINTS - 1) / MOST_POINTS);
        double[] points = new double[(values.size() + step - 1) / step];
        for (int i = 0; i < points.length; i++) {
            points[i] =
                    values.subList(i * step, Math.min(values.size(), (i + 1) * step)).stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElse(0);
        }
        return points;
    }
}
