using Bridge.Contracts.Feeds;

namespace Bridge.Server.Rooms;

/// <summary>One page of a device, by its MQTT session.</summary>
internal sealed class ConnectedPage(string clientId, string? page)
{
    public string ClientId { get; } = clientId;

    /// <summary>The page's id: told in CONNECT, then by each status.</summary>
    public string? Page { get; set; } = page;

    public bool Connected { get; set; } = true;

    public DateTimeOffset ConnectedAt { get; set; }

    /// <summary>Whether it has subscribed to commands: those that were sent before never come.</summary>
    public bool Listens { get; set; }

    public DeviceStatus? Status { get; set; }

    /// <summary>What was added to its policies; null while nothing is known of it.</summary>
    public IReadOnlyList<string>? Policy { get; set; }

    /// <summary>When it was last heard of as visible, for choosing the page that speaks for the device.</summary>
    public long LastVisible { get; set; }

    public bool Hidden => Status is { Visibility: "hidden" or "frozen" };
}
