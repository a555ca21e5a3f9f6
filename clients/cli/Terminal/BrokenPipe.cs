namespace Bridge.Cli.Terminal;

/// <summary>Whoever read our output has gone, as in <c>bridge console | head</c>: no fault of anyone's.</summary>
internal static class BrokenPipe
{
    private const int UnixError = 32;                               // EPIPE
    private const int WindowsNoData = unchecked((int)0x800700E8);   // ERROR_NO_DATA
    private const int WindowsBroken = unchecked((int)0x8007006D);   // ERROR_BROKEN_PIPE

    public static bool Is(IOException exception) => exception.HResult is UnixError or WindowsNoData or WindowsBroken;
}
