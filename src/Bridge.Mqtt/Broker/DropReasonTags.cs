namespace Bridge.Mqtt.Broker;

/// <summary>The metric's tag values: fixed strings, so that counting doesn't allocate.</summary>
internal static class DropReasonTags
{
    public static string Of(DropReason reason) => reason switch
    {
        DropReason.SlowClient => "slow_client",
        DropReason.OfflineQueueFull => "offline_queue_full",
        DropReason.Expired => "expired",
        DropReason.TooLarge => "too_large",
        DropReason.NotAuthorized => "not_authorized",
        DropReason.Intercepted => "intercepted",
        DropReason.Invalid => "invalid",
        _ => "retained_full",
    };
}
