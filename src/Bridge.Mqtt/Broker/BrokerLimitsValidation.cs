namespace Bridge.Mqtt.Broker;

/// <summary>Every limit against its range, so that all errors are reported at once.</summary>
internal static class BrokerLimitsValidation
{
    public static IEnumerable<string> Errors(BrokerLimits limits)
    {
        (string Name, long Value, long Min, long Max)[] numbers =
        [
            (nameof(limits.ConnectPacketBytes), limits.ConnectPacketBytes, 128, 1_048_576),
            (nameof(limits.Connections), limits.Connections, 1, 1_000_000),
            (nameof(limits.ConnectionsPerAddress), limits.ConnectionsPerAddress, 1, 1_000_000),
            (nameof(limits.NewConnectionsPerSecond), limits.NewConnectionsPerSecond, 1, 1_000_000),
            (nameof(limits.UnauthenticatedConnections), limits.UnauthenticatedConnections, 1, 1_000_000),
            (nameof(limits.ClientIdBytes), limits.ClientIdBytes, 23, 65_535),
            (nameof(limits.TopicBytes), limits.TopicBytes, 16, 65_535),
            (nameof(limits.TopicLevels), limits.TopicLevels, 1, 128),
            (nameof(limits.UserProperties), limits.UserProperties, 0, 65_535),
            (nameof(limits.UserPropertyBytes), limits.UserPropertyBytes, 0, 1_048_576),
            (nameof(limits.RetainedMessages), limits.RetainedMessages, 0, 10_000_000),
            (nameof(limits.OfflineSessions), limits.OfflineSessions, 0, 1_000_000),
        ];
        (string Name, TimeSpan Value, TimeSpan Min, TimeSpan Max)[] times =
        [
            (nameof(limits.ConnectTimeout), limits.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60)),
            (nameof(limits.SlowClientGrace), limits.SlowClientGrace, TimeSpan.Zero, TimeSpan.FromSeconds(60)),
            (nameof(limits.WriteTimeout), limits.WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        ];
        return numbers
            .Where(limit => limit.Value < limit.Min || limit.Value > limit.Max)
            .Select(limit => $"{limit.Name} must be from {limit.Min} to {limit.Max}, not {limit.Value}.")
            .Concat(times
                .Where(limit => limit.Value < limit.Min || limit.Value > limit.Max)
                .Select(limit => $"{limit.Name} must be from {limit.Min} to {limit.Max}, not {limit.Value}."))
            .Concat(Errors(limits.Client));
    }

    public static IEnumerable<string> Errors(ClientLimits limits)
    {
        (string Name, long Value, long Min, long Max)[] numbers =
        [
            (nameof(limits.PacketBytes), limits.PacketBytes, 256, 268_435_455),
            (nameof(limits.Subscriptions), limits.Subscriptions, 1, 100_000),
            (nameof(limits.ReceiveMaximum), limits.ReceiveMaximum, 1, 65_535),
            (nameof(limits.SendMaximum), limits.SendMaximum, 1, 16_383),
            (nameof(limits.KeepAliveMaximum), limits.KeepAliveMaximum, 1, 65_535),
            (nameof(limits.QueueMessages), limits.QueueMessages, 1, 1_000_000),
            (nameof(limits.QueueBytes), limits.QueueBytes, 1024, 1 << 30),
            (nameof(limits.MessagesPerSecond), limits.MessagesPerSecond, 0, 10_000_000),
            (nameof(limits.MessageBurst), limits.MessageBurst, 1, 10_000_000),
            (nameof(limits.BytesPerSecond), limits.BytesPerSecond, 0, 1 << 30),
        ];
        return numbers
            .Where(limit => limit.Value < limit.Min || limit.Value > limit.Max)
            .Select(limit => $"Client.{limit.Name} must be from {limit.Min} to {limit.Max}, not {limit.Value}.")
            .Concat(limits.SessionExpiryMaximum < TimeSpan.Zero || limits.SessionExpiryMaximum.TotalSeconds > uint.MaxValue
                ? [$"Client.{nameof(limits.SessionExpiryMaximum)} must be from zero to {uint.MaxValue} s."]
                : []);
    }
}
