namespace Bridge.Contracts.Feeds;

/// <summary>One property of an object, or one entry of a map.</summary>
/// <param name="Key">The property's name or the map's key.</param>
/// <param name="Value">Its value.</param>
public sealed record PreviewEntry(Preview Key, Preview Value);
