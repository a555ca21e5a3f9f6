/// <summary>Found by the runtime by its name, which has to be outside of any namespace.</summary>
#pragma warning disable CA1050, MA0047 // The runtime asks for it there.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    public static void Initialize() => Bridge.Faults.EarlyAcknowledgement.Install();
}
