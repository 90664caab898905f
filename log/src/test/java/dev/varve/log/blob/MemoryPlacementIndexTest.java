package dev.varve.log.blob;

class MemoryPlacementIndexTest extends PlacementIndexContract {
    @Override
    protected PlacementIndex open() {
        return new MemoryPlacementIndex();
    }
}
