package dev.varve.log.disk;

import java.io.IOException;
import java.nio.file.Path;

/// A way to make a range of a file really allocated.
interface Allocator {
    void allocate(Path file, long offset, long length) throws IOException;

    static Allocator ofThisPlatform() {
        return System.getProperty("os.name").equals("Linux")
                ? new NativeAllocator(new ZeroFillAllocator())
                : new ZeroFillAllocator();
    }
}
