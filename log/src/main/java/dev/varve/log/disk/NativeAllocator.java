package dev.varve.log.disk;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// `fallocate(2)` of Linux: one call, no bytes written.
final class NativeAllocator implements Allocator {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_CLOEXEC = 02000000;
    private static final int PRIVATE_FILE = 0600;
    private static final int EINTR = 4;
    private static final int ENOSPC = 28;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;
    private static final int EDQUOT = 122;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_FIELD =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            handle(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT),
                    ERRNO,
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE =
            handle(
                    "fallocate",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    ERRNO);
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final Allocator fallback;

    NativeAllocator(Allocator fallback) {
        this.fallback = fallback;
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        if (!tryAllocate(file, offset, length)) {
            fallback.allocate(file, offset, length);
        }
    }

    /// False where the file system cannot do it.
    private static boolean tryAllocate(Path file, long offset, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd = open(arena, state, file);
            try {
                int error = fallocate(state, fd, offset, length);
                return switch (error) {
                    case 0 -> true;
                    case ENOSYS, EOPNOTSUPP -> false;
                    case ENOSPC, EDQUOT ->
                            throw new StoreException.OutOfSpace(
                                    "no space for " + length + " bytes in " + file);
                    default -> throw new IOException("fallocate " + file + ": errno " + error);
                };
            } finally {
                close(fd);
            }
        }
    }

    private static int open(Arena arena, MemorySegment state, Path file) throws IOException {
        MemorySegment name = arena.allocateFrom(file.toAbsolutePath().toString());
        int flags = O_RDWR | O_CREAT | O_CLOEXEC;
        int fd;
        try {
            fd = (int) OPEN.invokeExact(state, name, flags, PRIVATE_FILE);
        } catch (Throwable e) { // invokeExact declares it; a downcall does not throw
            throw new LinkageError("open(2)", e);
        }
        if (fd >= 0) {
            return fd;
        }
        int error = errno(state);
        if (error == ENOSPC || error == EDQUOT) {
            throw new StoreException.OutOfSpace("no space for the file " + file);
        }
        throw new IOException("open " + file + ": errno " + error);
    }

    private static int fallocate(MemorySegment state, int fd, long offset, long length) {
        int error;
        do {
            try {
                int result = (int) FALLOCATE.invokeExact(state, fd, 0, offset, length);
                error = result == 0 ? 0 : errno(state);
            } catch (Throwable e) { // invokeExact declares it; a downcall does not throw
                throw new LinkageError("fallocate(2)", e);
            }
        } while (error == EINTR);
        return error;
    }

    private static void close(int fd) {
        try {
            int _ = (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) { // invokeExact declares it; a downcall does not throw
            throw new LinkageError("close(2)", e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO_FIELD.get(state, 0L);
    }

    @SuppressWarnings("restricted") // the flags every launcher passes allow it
    private static MethodHandle handle(
            String name, FunctionDescriptor type, Linker.Option... options) {
        SymbolLookup symbols = LINKER.defaultLookup();
        return LINKER.downcallHandle(symbols.findOrThrow(name), type, options);
    }
}
