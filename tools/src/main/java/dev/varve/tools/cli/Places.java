package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.RemoteObject;
import dev.varve.tools.sync.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Arguments that name files and objects.
final class Places {
    static final String WHICH =
            "BUCKET/KEY; a path of this machine begins with /, ./ or ../; - is standard input or output.";

    private Places() {}

    static final class Any implements ITypeConverter<Place> {
        @Override
        public Place convert(String text) {
            try {
                return Place.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    static final class Remote implements ITypeConverter<Place.Remote> {
        @Override
        public Place.Remote convert(String text) {
            try {
                return Place.remote(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /// The object that is named.
    static RemoteObject require(ApiClient client, Place.Remote place) {
        return new Bucket(client, place.bucket())
                .find(place.key())
                .orElseThrow(() -> CommandFailed.nothing("there is no object " + place));
    }

    /// With the last name of what is copied where only a directory is named.
    static Place.Remote named(Place.Remote place, Path file) {
        return isDirectory(place)
                ? new Place.Remote(place.bucket(), place.key() + file.getFileName())
                : place;
    }

    static Place.Remote named(Place.Remote place, Place.Remote from) {
        return isDirectory(place)
                ? new Place.Remote(place.bucket(), place.key() + lastName(from.key()))
                : place;
    }

    private static boolean isDirectory(Place.Remote place) {
        return place.key().isEmpty() || place.key().endsWith("/");
    }

    static String lastName(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /// A whole bucket is no object. Who forgot that files begin with `./` is told.
    static void requireKey(Place.Remote place) {
        if (place.key().isEmpty()) {
            boolean file = Files.exists(Path.of(place.bucket()));
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "'"
                            + place.bucket()
                            + "' is a bucket"
                            + (file
                                    ? "; the file is called ./" + place.bucket()
                                    : ", and no object"));
        }
    }
}
