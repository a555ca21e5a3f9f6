namespace Bridge.Server.Consoles;

/// <summary>What a console gets at once: at most one frame in 16 ms.</summary>
/// <param name="Messages">In the order in which the relay got them, feeds before sensors.</param>
/// <param name="Skipped">What this console was too slow for since the last frame; absent where it was not.</param>
/// <param name="Live">True once: what came before was history.</param>
/// <param name="Cursor">Where to resume: everything journalled up to here has been sent. Absent where it hasn't moved.</param>
internal sealed record ConsoleFrame(IReadOnlyList<ConsoleMessage> Messages, SkippedCount? Skipped = null, bool? Live = null, string? Cursor = null);
