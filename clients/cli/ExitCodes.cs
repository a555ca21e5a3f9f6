namespace Bridge.Cli;

/// <summary>How a command ends, for scripts. Every help text ends with this list.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: the evaluated code threw, the command failed on the device, or a page doesn't get the script.</summary>
    public const int Refused = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>No relay runs, the one that was named does not answer or does not accept us, or the one to be started can't start.</summary>
    public const int NoRelay = 3;

    /// <summary>No such device, or it did not answer in time.</summary>
    public const int NoDevice = 4;

    /// <summary>What should be read can't be: a journal, a page, a file.</summary>
    public const int Unreadable = 5;

    /// <summary>The list, as help shows it.</summary>
    public static readonly IReadOnlyList<(int Code, string Meaning)> All =
    [
        (Done, "done"),
        (Refused, "the answer is no: the code threw, the command failed on the device, or a page does not get the script"),
        (Usage, "the command line was wrong"),
        (NoRelay, "no relay was found, it did not let us in, or it could not start"),
        (NoDevice, "no such device, or it did not answer in time"),
        (Unreadable, "a journal, page or file is not there, or could not be read"),
    ];
}
