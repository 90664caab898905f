package dev.varve.tools.crash;

import dev.varve.tools.crash.Did.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The buckets and keys that clients of a cluster write. Few, so that they meet.
final class ClusterNames {
    /// Keeps no versions.
    static final String PLAIN = "plain";

    /// Keeps all versions.
    static final String KEPT = "kept";

    /// Keeps no versions, and history for seconds only.
    static final String BRIEF = "brief";

    /// Keeps no versions, and the bytes of history for a second.
    static final String THIN = "thin";

    /// Keeps no versions, and history for seconds only; what is in it is restored from time to time.
    static final String BACK = "back";

    static final List<String> BUCKETS = List.of(PLAIN, KEPT, BRIEF, THIN, BACK);

    /// Stands for the settings of a bucket.
    static final String SETTINGS = "?settings";

    private static final List<String> FOLDERS = List.of("d0/", "d1/", "d2/");
    private static final int SHARED = 6;
    private static final int OWN = 3;
    private static final String ALL = "all";

    private final List<String> clients;

    ClusterNames(List<String> clients) {
        this.clients = List.copyOf(clients);
    }

    static String bucket(SplittableRandom random) {
        return BUCKETS.get(random.nextInt(BUCKETS.size()));
    }

    /// Of all keys in one folder of a bucket. Webhooks tell keys without buckets.
    static String folder(String bucket, SplittableRandom random) {
        return bucket + "/" + FOLDERS.get(random.nextInt(FOLDERS.size()));
    }

    /// Mostly one that all clients write.
    static Thing any(String bucket, String client, SplittableRandom random) {
        String folder = folder(bucket, random);
        return new Thing(
                bucket,
                random.nextInt(3) == 0
                        ? folder + client + "-" + random.nextInt(OWN)
                        : folder + ALL + "-" + random.nextInt(SHARED));
    }

    /// All there may be in a folder, put or not.
    List<Thing> in(String bucket, String folder) {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < SHARED; i++) {
            things.add(new Thing(bucket, folder + ALL + "-" + i));
        }
        for (String client : clients) {
            for (int i = 0; i < OWN; i++) {
                things.add(new Thing(bucket, folder + client + "-" + i));
            }
        }
        return things;
    }

    static Thing settings(String bucket) {
        return new Thing(bucket, SETTINGS);
    }

    /// A bucket that several nodes make at once. Some get another name for it.
    static String twin(int round) {
        return "twin-" + round;
    }

    static boolean isBrief(String bucket) {
        return bucket.equals(BRIEF) || bucket.equals(BACK);
    }

    static boolean isTwin(String bucket) {
        return bucket.startsWith("twin-");
    }
}
