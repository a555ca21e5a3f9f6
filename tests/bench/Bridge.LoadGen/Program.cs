using System.Text.Json;
using Bridge.LoadGen;

// Prints one JSON object: the options that matter and what was measured.
try
{
    var options = LoadOptions.Parse(args);
    Dictionary<string, object> result = options.Mode switch
    {
        "relay" or "fanout" or "allocation" => new ThroughputRun(options).Run(),
        "paced" => new PacedRun(options).Run(),
        "stuck" => new StuckRun(options).Run(),
        "idle" => new IdleRun(options).Run(),
        _ => throw new FormatException($"There is no mode {options.Mode}."),
    };
    Dictionary<string, object> line = new()
    {
        ["label"] = options.Label,
        ["mode"] = options.Mode,
        ["transport"] = options.Ws is null ? "tcp" : "ws",
        ["qos"] = options.Qos,
        ["payload"] = options.Payload,
        ["idle"] = options.Idle,
        ["stuck"] = options.Stuck,
    };
    Console.WriteLine(JsonSerializer.Serialize(line.Concat(result).ToDictionary()));
    return 0;
}
catch (Exception e) when (e is FormatException or IOException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
