namespace Bridge.Server.Rooms;

/// <summary>Colours that can be told apart on a dark and a light background, each with the word that a new device's label starts with.</summary>
internal static class DevicePalette
{
    private static readonly (string Word, string Color)[] Colors =
    [
        ("Coral", "#f2705b"), ("Teal", "#1fa59a"), ("Amber", "#d9962b"), ("Violet", "#9a7bf0"), ("Sky", "#3f9fe0"), ("Rose", "#e2669b"),
        ("Lime", "#7ba83a"), ("Slate", "#7c8ba1"), ("Copper", "#c47f4e"), ("Indigo", "#6f86f5"), ("Mint", "#3fb57f"), ("Plum", "#b86cc4"),
    ];

    /// <summary>A colour that the room doesn't use yet, and a label with its word; numbered when all are taken.</summary>
    public static (string Label, string Color) Choose(IReadOnlyCollection<DeviceRecord> inRoom, string noun)
    {
        var (word, color) = Colors.OrderBy(choice => inRoom.Count(device => string.Equals(device.Color, choice.Color, StringComparison.Ordinal))).First();
        var label = $"{word} {noun}";
        for (var number = 2; inRoom.Any(device => string.Equals(device.Label, label, StringComparison.OrdinalIgnoreCase)); number++)
        {
            label = $"{word} {noun} {number}";
        }

        return (label, color);
    }
}
