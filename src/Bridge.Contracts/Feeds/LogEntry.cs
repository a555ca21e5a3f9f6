namespace Bridge.Contracts.Feeds;

/// <summary>A console call, an uncaught error, a rejection, or a note of the script itself.</summary>
/// <param name="T">Milliseconds since the page's time origin.</param>
/// <param name="Level"><c>debug</c>, <c>log</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Method">The console's method (<c>log</c>, <c>table</c>, <c>group</c> …), or <c>uncaught</c>, <c>rejection</c>, <c>dropped</c>.</param>
/// <param name="Args">The arguments, as previews.</param>
/// <param name="Site">Where the page's code made the call.</param>
/// <param name="Stack">The page's stack, for errors, <c>trace</c> and <c>assert</c>.</param>
/// <param name="Repeat">How often the same entry came in a row; absent means once.</param>
/// <param name="Depth">How many groups are open around the entry; absent means none.</param>
/// <param name="Dropped">With method <c>dropped</c>: how many entries could not be kept.</param>
public sealed record LogEntry(
    double T,
    string Level,
    string Method,
    IReadOnlyList<Preview> Args,
    CallSite? Site = null,
    string? Stack = null,
    int? Repeat = null,
    int? Depth = null,
    long? Dropped = null);
