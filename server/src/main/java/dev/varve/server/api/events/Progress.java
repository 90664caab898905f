package dev.varve.server.api.events;

/// Told where nothing that was asked for happened: how far the feed has looked all the same.
///
/// @param type always `progress`
/// @param id what to go on after
/// @param position the newest event that was looked at
/// @param follows the id before it in this feed
public record Progress(String type, String id, long position, String follows) {
    static final String TYPE = "progress";
}
