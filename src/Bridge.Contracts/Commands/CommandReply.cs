using System.Text.Json;
using Bridge.Contracts.Feeds;

namespace Bridge.Contracts.Commands;

/// <summary>A device's answer on <c>up/reply</c>; MQTT 5 correlation data is copied from the command.</summary>
/// <param name="Id">The command's id; absent where the command had none.</param>
/// <param name="Page">The page that answered.</param>
/// <param name="Ok">Whether the command did what it says.</param>
/// <param name="Value">The value of an eval.</param>
/// <param name="Error">Why it failed; an error preview, with the stack where there is one.</param>
/// <param name="Result">What another command reports, e.g. <c>{"applied":2}</c>.</param>
/// <param name="Ms">How long the device took, milliseconds.</param>
public sealed record CommandReply(
    string? Id,
    string Page,
    bool Ok,
    Preview? Value = null,
    Preview? Error = null,
    JsonElement? Result = null,
    double? Ms = null);
