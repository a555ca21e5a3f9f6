using System.Reflection;

namespace Bridge.Server.Relay;

/// <summary>The version of this build.</summary>
internal static class RelayVersion
{
    public static string Text { get; } =
        typeof(RelayVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
