namespace Bridge.Server.Security.Certificates;

/// <summary>Which system's steps a visitor wants first. A guess: the others' are a tap away.</summary>
internal static class PhoneSystem
{
    public static readonly IReadOnlyList<string> All = ["apple", "android", "mac", "windows", "linux"];

    /// <summary>One of <see cref="All"/>. An iPad says that it is a Mac; its steps stand beside those of a Mac.</summary>
    public static string Of(string agent) =>
        Has(agent, "iPhone") || Has(agent, "iPad") || Has(agent, "iPod") ? "apple"
        : Has(agent, "Android") ? "android"
        : Has(agent, "Macintosh") ? "mac"
        : Has(agent, "Windows") ? "windows"
        : "linux";

    private static bool Has(string agent, string name) => agent.Contains(name, StringComparison.Ordinal);
}
