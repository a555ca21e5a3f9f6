namespace Bridge.Injector.Html;

/// <summary>One attribute of a start tag, by its place in the tag's text.</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Value">Where the value is, without its quotes.</param>
/// <param name="Quote">The value's quote; NUL for none.</param>
internal readonly record struct TagAttribute(string Name, Range Value, char Quote);
