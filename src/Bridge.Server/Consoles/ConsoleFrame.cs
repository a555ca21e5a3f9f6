namespace Bridge.Server.Consoles;

/// <summary>What a console gets at once: at most one frame in 16 ms.</summary>
/// <param name="Messages">In the order in which the relay got them, feeds before sensors.</param>
/// <param name="Skipped">What this console was too slow for since the last frame; absent where it was not.</param>
/// <param name="Live">True once: what came before was history.</param>
/// <param name="Cursor">Where to resume: everything journalled up to here has been sent. Absent where it hasn't moved.</param>
/// <param name="Unread">With <paramref name="Live"/>: why what was kept could not be read, or not to its end. No cursor comes from here on.</param>
/// <param name="Again">The last frame of a stream that had <paramref name="Unread"/>: it can be read now, ask again from where you were.</param>
internal sealed record ConsoleFrame(
    IReadOnlyList<ConsoleMessage> Messages, SkippedCount? Skipped = null, bool? Live = null, string? Cursor = null, string? Unread = null, bool? Again = null);
