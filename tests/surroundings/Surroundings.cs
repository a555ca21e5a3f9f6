using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Bridge.Tests;

/// <summary>
/// What tests don't take from whoever starts them, so that they mean the same everywhere. It concerns the tests' own process and those that it starts;
/// how the product meets such surroundings has tests of its own, which set them.
/// </summary>
internal static class Surroundings
{
    /// <summary>The product's own settings, ASP.NET Core's, and what Node's tools go by.</summary>
    private static readonly string[] Foreign =
    [
        "BRIDGE_RELAY", "BRIDGE_ADMIN_TOKEN", "BRIDGE_DATABASE", "BRIDGE_CERT_PASSWORD", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "DOTNET_URLS",
        "KESTREL__", "LOGGING__", "ALLOWEDHOSTS", "NODE_ENV", "PORT", "HOST", "NO_COLOR", "FORCE_COLOR",
    ];

    [ModuleInitializer]
#pragma warning disable CA2255 // Nobody refers to a test project: before its first test is the only place for this.
    internal static void Leave()
#pragma warning restore CA2255
    {
        if (Assembly.GetEntryAssembly()?.GetName().Name == "bridge")
        {
            return; // as a start-up hook in a relay's process, whose surroundings a test has chosen
        }

        HttpClient.DefaultProxy = new WebProxy(); // none: the tests' servers are on this machine, whatever leads out of it
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsForeign))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>A name that ends with an underscore stands for all that begin so.</summary>
    private static bool IsForeign(string name) => Array.Exists(Foreign, foreign =>
        foreign.EndsWith('_') ? name.StartsWith(foreign, StringComparison.OrdinalIgnoreCase) : name.Equals(foreign, StringComparison.OrdinalIgnoreCase));
}
