namespace Bridge.ProxyBench;

/// <summary>
/// Many downloads at once by readers that take 16 KB ten times a second each. Says when all are under way, goes on for some seconds, and
/// says what was read: whoever started it looks at the server's memory meanwhile.
/// </summary>
internal sealed class SlowRun(BenchOptions options)
{
    private const int Sip = 16 * 1024;

    public async Task RunAsync(TextWriter output)
    {
        var lines = Enumerable.Range(0, options.Connections).Select(_ => new HttpLine(options.Targets[0], options, receiveBuffer: 64 * 1024)).ToList();
        lines.ForEach(line => line.AskOnly());
        await output.WriteLineAsync("{\"open\":" + lines.Count + "}");
        long read = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < options.Seconds * 10 && await timer.WaitForNextTickAsync(); i++)
        {
            read += lines.Sum(line => (long)line.Sip(Sip));
        }

        await output.WriteLineAsync("{\"read\":" + read + "}");
        lines.ForEach(line => line.Dispose());
    }
}
