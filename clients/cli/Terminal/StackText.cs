namespace Bridge.Cli.Terminal;

/// <summary>A stack's frames, of V8 (<c>at go (app.js:1:2)</c>) or of Safari and Firefox (<c>go@app.js:1:2</c>), without the message above them.</summary>
internal static class StackText
{
    public static IReadOnlyList<string> Frames(string? stack)
    {
        var lines = (stack ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = Array.FindIndex(lines, IsFrame);
        return first < 0 ? [] : lines[first..];
    }

    private static bool IsFrame(string line) => line.StartsWith("at ", StringComparison.Ordinal) || line.Contains('@', StringComparison.Ordinal);
}
