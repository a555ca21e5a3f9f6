using System.Text.RegularExpressions;

namespace Bridge.Server.Rooms;

/// <summary>What a person may change of a device; absent means unchanged.</summary>
/// <param name="Label">1 to 40 characters.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
internal sealed partial record DeviceChange(string? Label, string? Color)
{
    /// <summary>Null where both can be taken, else why not.</summary>
    public string? Refusal()
    {
        if (Label is not null && (Label.Trim().Length is 0 or > RoomRegistry.LongestLabel || Label.Any(char.IsControl)))
        {
            return $"A label has 1 to {RoomRegistry.LongestLabel} characters and no control characters.";
        }

        return Color is null || HexColor().IsMatch(Color) ? null : "A color looks like #1fa59a.";
    }

    [GeneratedRegex("^#[0-9a-f]{6}$", RegexOptions.IgnoreCase)]
    private static partial Regex HexColor();
}
