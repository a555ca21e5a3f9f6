namespace Bridge.Mqtt.Broker;

/// <summary>The sessions that share one filter under one name (MQTT 5.0, 4.8.2). Whose turn it is outlives changes among them.</summary>
internal sealed class SharedGroup
{
    private int _turn;

    /// <summary>Guarded by the table's lock.</summary>
    public int Members { get; set; }

    public int NextTurn() => Interlocked.Increment(ref _turn) & int.MaxValue;
}
