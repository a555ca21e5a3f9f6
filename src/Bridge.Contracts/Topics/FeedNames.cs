namespace Bridge.Contracts.Topics;

/// <summary>The feeds that a device publishes below <c>up/</c>.</summary>
public static class FeedNames
{
    /// <summary>Console calls, uncaught errors, rejections: batches of <see cref="Feeds.LogEntry"/>, QoS 1.</summary>
    public const string Log = "log";

    /// <summary>Fetch, XHR, WebSocket, SSE, beacon; QoS 1.</summary>
    public const string Net = "net";

    /// <summary>devicemotion: batches of <see cref="Feeds.MotionSample"/>, QoS 0.</summary>
    public const string Motion = "sensor/motion";

    /// <summary>deviceorientation: batches of <see cref="Feeds.OrientationSample"/>, QoS 0.</summary>
    public const string Orientation = "sensor/orientation";

    /// <summary>One <see cref="Commands.CommandReply"/>, QoS 1.</summary>
    public const string Reply = "reply";

    /// <summary>One <see cref="Feeds.DeviceStatus"/>, QoS 1: what the relay merges into the device's state.</summary>
    public const string Status = "status";
}
