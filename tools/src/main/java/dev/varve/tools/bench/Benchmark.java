package dev.varve.tools.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The measurements by name.
public enum Benchmark {
    PUTS("puts", "1 KiB durable puts by 64 callers"),
    SINGLE("single", "one caller against two bare syncs"),
    SPACE("space", "disk bytes of 1 KiB objects"),
    KEYS("keys", "1,000,000 keys: replay and listing"),
    BIG("big", "a 10 GiB object in and out"),
    BULK("bulk", "transactions, and prefixes of many keys"),
    RESTORE("restore", "a bucket back to what it was before half of it was lost"),
    FEED("feed", "10,000 events a second to ten followers, and one that reads nothing"),
    S3("s3", "requests over HTTP, and what each costs the server"),
    CATCHUP("catchup", "a node that joins another one, and how far it is behind then"),
    START("start", "start of a server");

    private final String id;
    private final String title;

    Benchmark(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /// What one measurement does in an empty directory.
    @FunctionalInterface
    interface Measurement {
        void run(Path directory, Result result);
    }

    public static Optional<Benchmark> named(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }

    public String id() {
        return id;
    }

    /// Whether a part of it can be chosen.
    public boolean hasParts() {
        return this == S3 || this == CATCHUP;
    }

    public Result run(Path directory, Choice choice) {
        Result result = new Result(id, title, choice.watch());
        measurement(choice).run(directory, result);
        return result;
    }

    private Measurement measurement(Choice choice) {
        return switch (this) {
            case PUTS -> new DurablePuts();
            case SINGLE -> new SingleCaller();
            case SPACE -> new SpaceUsed();
            case KEYS -> new MillionKeys();
            case BIG -> new BigObject();
            case BULK -> new BulkOperations(choice.keys());
            case RESTORE -> new RestoreOfBucket(choice.keys());
            case FEED -> new FeedFollowers(choice.seconds(), choice.watch());
            case S3 -> new S3Load(choice);
            case CATCHUP -> new Catchup(choice);
            case START -> new StartUp(choice);
        };
    }
}
