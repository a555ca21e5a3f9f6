namespace Bridge.Contracts.Rooms;

/// <summary>A device as its room sees it: the retained payload of <c>…/{device}/state</c>.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Label">Its label, given by the relay, changed by a person.</param>
/// <param name="Color">Its colour, <c>#rrggbb</c>.</param>
/// <param name="Presence"><c>online</c>; <c>asleep</c> (its page is hidden or frozen); <c>offline</c>.</param>
/// <param name="Since">When presence last changed, ISO 8601, by the relay's clock.</param>
/// <param name="Pages">How many of its pages are connected.</param>
/// <param name="Browser">Browser and system in words, from the user agent.</param>
/// <param name="Page">The page that was last seen visible.</param>
/// <param name="Url">That page's address.</param>
/// <param name="Title">That page's title.</param>
/// <param name="Agent">The user agent.</param>
/// <param name="Secure">Whether that page is a secure context.</param>
/// <param name="Transport"><c>ws</c> or <c>http</c>.</param>
/// <param name="Viewport"><c>[width, height, devicePixelRatio]</c>.</param>
/// <param name="Sensors">By sensor kind, as in the device's status.</param>
/// <param name="Rtt">Round trip, milliseconds.</param>
/// <param name="Dropped">Feed items the page could not keep.</param>
/// <param name="Policy">What the relay added to that page's Content-Security-Policy: a directive and a source each.</param>
public sealed record DeviceState(
    string Device,
    string Label,
    string Color,
    string Presence,
    DateTimeOffset Since,
    int Pages = 0,
    string? Browser = null,
    string? Page = null,
    string? Url = null,
    string? Title = null,
    string? Agent = null,
    bool? Secure = null,
    string? Transport = null,
    double[]? Viewport = null,
    IReadOnlyDictionary<string, string>? Sensors = null,
    double? Rtt = null,
    long? Dropped = null,
    IReadOnlyList<string>? Policy = null);
