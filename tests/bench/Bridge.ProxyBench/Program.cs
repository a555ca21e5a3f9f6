using System.Text.Json;
using Bridge.ProxyBench;

// Prints one JSON object a target, with what was measured.
try
{
    var options = BenchOptions.Parse(args);
    if (options.Mode is "slow")
    {
        await new SlowRun(options).RunAsync(Console.Out);
        return 0;
    }

    var results = options.Mode switch
    {
        "latency" => new LatencyRun(options).Run(),
        "throughput" => new ThroughputRun(options).Run(),
        "download" => new DownloadRun(options).Run(),
        _ => throw new FormatException($"There is no mode {options.Mode}."),
    };
    foreach (var result in results)
    {
        Console.WriteLine(JsonSerializer.Serialize(result));
    }

    return 0;
}
catch (Exception e) when (e is FormatException or IOException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
