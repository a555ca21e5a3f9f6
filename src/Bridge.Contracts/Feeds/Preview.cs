using System.Text.Json;

namespace Bridge.Contracts.Feeds;

/// <summary>
/// A value as the console shows it: two levels deep, capped, and taken without running any code of the page's
/// (no getter, no toString, no iterator). See <c>docs/protocol.md</c>, "Previews".
/// </summary>
/// <param name="Type">
/// <c>string number boolean bigint symbol undefined null function object array error node map set typedarray date regexp
/// promise weak circular getter thrown</c>.
/// </param>
/// <param name="Value">The JSON value of a string, boolean or finite number.</param>
/// <param name="Text">What to show where there is no JSON value: <c>NaN</c>, <c>10n</c>, <c>Symbol(a)</c>, a node's opening tag, a date in ISO 8601, a getter's name.</param>
/// <param name="Name">The constructor's name, or a function's own.</param>
/// <param name="Size">Length of an array, typed array or cut string; size of a map or set.</param>
/// <param name="Items">Elements of an array, typed array or set.</param>
/// <param name="Entries">Own enumerable properties of an object or error; entries of a map.</param>
/// <param name="More">How many items, entries or characters were left out.</param>
/// <param name="Message">An error's message.</param>
/// <param name="Stack">An error's stack.</param>
public sealed record Preview(
    string Type,
    JsonElement? Value = null,
    string? Text = null,
    string? Name = null,
    long? Size = null,
    IReadOnlyList<Preview>? Items = null,
    IReadOnlyList<PreviewEntry>? Entries = null,
    long? More = null,
    string? Message = null,
    string? Stack = null);
