using Bridge.Contracts.Feeds;

namespace Bridge.Cli.Watching;

/// <summary>A log entry as <c>bridge console --json</c> prints it.</summary>
/// <param name="Event">Always <c>log</c>.</param>
/// <param name="Device">The device's id.</param>
/// <param name="Label">Its label.</param>
/// <param name="Time">When, by the device's clock.</param>
/// <param name="Level"><c>debug</c>, <c>log</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Method">The console's method, or <c>uncaught</c>, <c>rejection</c>, <c>dropped</c>.</param>
/// <param name="Text">The entry in words, as the console shows it.</param>
/// <param name="Page">The page's id.</param>
/// <param name="Seq">The entry's number within the page.</param>
/// <param name="Args">The arguments, as previews.</param>
/// <param name="Site">Where the page's code made the call.</param>
/// <param name="Stack">The page's stack.</param>
/// <param name="Repeat">How often it came in a row.</param>
/// <param name="Cursor">Its place in the journal, with <c>bridge log</c>: reading can go on after it.</param>
/// <param name="Missing">How many entries right before it never came, with <c>bridge log</c>; absent where none is missing.</param>
internal sealed record WatchedEntry(
    string Event,
    string Device,
    string Label,
    DateTimeOffset Time,
    string Level,
    string Method,
    string Text,
    string Page,
    long Seq,
    IReadOnlyList<Preview> Args,
    CallSite? Site,
    string? Stack,
    int? Repeat,
    string? Cursor = null,
    long? Missing = null);
