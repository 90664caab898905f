package dev.varve.tools.fuzz;

/// One kind of nonsense.
@FunctionalInterface
interface Family {
    Case next(Dice dice);
}
