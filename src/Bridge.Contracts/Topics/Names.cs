namespace Bridge.Contracts.Topics;

/// <summary>The rules for names that become a level of a topic.</summary>
public static class Names
{
    /// <summary>The room that exists from the start.</summary>
    public const string MainRoom = "main";

    /// <summary>The level that stands for every device of a room.</summary>
    public const string AllDevices = "all";

    private static readonly string[] Reserved = [AllDevices, "event", "progress", "presence", "journal"];

    /// <summary>A room: 1 to 32 of <c>a–z 0–9 -</c>, starting with a letter or digit.</summary>
    public static bool IsRoom(string name) => IsLabel(name, 32);

    /// <summary>A device id: 1 to 32 of <c>a–z 0–9 -</c>, and none of the words that a topic has at that level.</summary>
    public static bool IsDevice(string name) => IsLabel(name, 32) && !Reserved.Contains(name);

    private static bool IsLabel(string name, int longest) =>
        name.Length > 0 && name.Length <= longest && name[0] != '-' && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
