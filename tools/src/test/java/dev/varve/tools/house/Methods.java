package dev.varve.tools.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The methods of a file that have a body, as the compiler's own parser sees them.
final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {
    /// Lines are counted from 1; `firstLine` is that of the signature, past any annotations.
    record Method(SourceFile file, String name, int firstLine, int lastLine) {
        int lines() {
            return lastLine - firstLine + 1;
        }

        boolean excused() {
            return file.excused(firstLine - 1, lastLine);
        }

        @Override
        public String toString() {
            return file.path() + ":" + firstLine + "  " + name + ", " + lines() + " lines";
        }
    }

    private final SourceFile file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Method> found = new ArrayList<>();

    private Methods(SourceFile file, CompilationUnitTree unit, SourcePositions positions) {
        this.file = file;
        this.unit = unit;
        this.positions = positions;
    }

    static List<Method> of(SourceFile file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, null, null, null, List.of(text(file)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            Methods methods = new Methods(file, unit, Trees.instance(task).getSourcePositions());
            methods.scan(unit, null);
            return List.copyOf(methods.found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
        if (method.getBody() != null) {
            int last = line(positions.getEndPosition(unit, method.getBody()));
            found.add(new Method(file, method.getName().toString(), signature(method), last));
        }
        return super.visitMethod(method, null);
    }

    /// Modifiers include annotations, which usually stand on lines of their own.
    private int signature(MethodTree method) {
        Tree type = method.getReturnType();
        if (type != null) {
            return line(positions.getStartPosition(unit, type));
        }
        long modifiers = positions.getEndPosition(unit, method.getModifiers());
        return line(modifiers >= 0 ? modifiers : positions.getStartPosition(unit, method));
    }

    private int line(long position) {
        return (int) unit.getLineMap().getLineNumber(position);
    }

    private static JavaFileObject text(SourceFile file) {
        URI uri = URI.create("string:///" + file.path().getFileName());
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return String.join("\n", file.lines());
            }
        };
    }
}
