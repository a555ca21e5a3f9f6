namespace Bridge.LoadGen;

/// <summary>What to measure. Times are in seconds.</summary>
internal sealed class LoadOptions
{
    public string Label { get; set; } = "";

    /// <summary><c>relay</c>, <c>fanout</c>, <c>paced</c>, <c>stuck</c>, <c>idle</c> or <c>allocation</c>.</summary>
    public string Mode { get; set; } = "relay";

    public int Port { get; set; } = 1883;

    /// <summary>Path of the WebSocket endpoint; null is plain TCP.</summary>
    public string? Ws { get; set; }

    /// <summary>
    /// <c>true</c> sends the upgrade's first byte ahead of the others. Our relay then can't tell it from HTTP at first sight, and serves it on
    /// Kestrel's pipes: what a connection behind TLS goes through, without the TLS.
    /// </summary>
    public bool Pieces { get; set; }

    /// <summary>The broker's process, for its CPU time and memory; 0: not measured.</summary>
    public int Pid { get; set; }

    public int Qos { get; set; }

    /// <summary>Publishers, each with a subscriber of its own.</summary>
    public int Pairs { get; set; } = 8;

    /// <summary>Subscribers of the one publisher in <c>fanout</c>.</summary>
    public int Subscribers { get; set; } = 50;

    /// <summary>Payload bytes of a message.</summary>
    public int Payload { get; set; } = 200;

    /// <summary>Messages of one publisher that may be on their way; QoS 1: unacknowledged. Brokers drop or stall above some depth.</summary>
    public int Window { get; set; } = 1000;

    /// <summary>Messages that are handed to the socket at once.</summary>
    public int Batch { get; set; } = 50;

    /// <summary>Messages a second of each publisher in <c>paced</c>.</summary>
    public int Hz { get; set; } = 60;

    /// <summary>Connections that are there, subscribed to a topic of their own, and do nothing.</summary>
    public int Idle { get; set; }

    /// <summary>Until the broker's memory is looked at, once they have come.</summary>
    public double Settle { get; set; } = 10;

    /// <summary>Subscribers of everything that never read.</summary>
    public int Stuck { get; set; }

    /// <summary>Pairs of runs in <c>stuck</c>, without and with a subscriber that never reads.</summary>
    public int Rounds { get; set; } = 8;

    public double Warmup { get; set; } = 5;

    public double Seconds { get; set; } = 5;

    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var property = typeof(LoadOptions).GetProperties().FirstOrDefault(p => ("--" + p.Name).Equals(args[i], StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"There is no option {args[i]}.");
            property.SetValue(options, Convert.ChangeType(args[i + 1], property.PropertyType));
        }

        return args.Length % 2 == 0 ? options : throw new FormatException($"{args[^1]} has no value.");
    }
}
