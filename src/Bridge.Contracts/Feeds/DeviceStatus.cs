namespace Bridge.Contracts.Feeds;

/// <summary>What a page tells of itself on <c>up/status</c>, on connect and whenever one of these changes.</summary>
/// <param name="Page">The page's id.</param>
/// <param name="Url">The page's address.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Agent">navigator.userAgent.</param>
/// <param name="Visibility"><c>visible</c>, <c>hidden</c> or <c>frozen</c>.</param>
/// <param name="Secure">Whether the page is a secure context.</param>
/// <param name="Transport"><c>ws</c> or <c>http</c>.</param>
/// <param name="Viewport"><c>[width, height, devicePixelRatio]</c>, CSS pixels.</param>
/// <param name="Sensors">By sensor kind (<c>motion</c>, <c>orientation</c>): <c>on</c>, <c>prompt</c>, <c>denied</c>, <c>insecure</c>, <c>absent</c> or <c>waiting</c>.</param>
/// <param name="Rtt">The last round trip to the relay, milliseconds.</param>
/// <param name="Dropped">How many feed items this page could not keep, all feeds together.</param>
public sealed record DeviceStatus(
    string Page,
    string Url,
    string Title,
    string Agent,
    string Visibility,
    bool Secure,
    string Transport,
    double[]? Viewport = null,
    IReadOnlyDictionary<string, string>? Sensors = null,
    double? Rtt = null,
    long? Dropped = null);
