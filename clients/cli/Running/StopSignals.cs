using System.Runtime.InteropServices;

namespace Bridge.Cli.Running;

/// <summary>Ctrl-C, SIGTERM and a closed terminal ask once, politely; a second one of them ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>128 + SIGINT, as a shell reports it.</summary>
    public const int InterruptedExitCode = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _asked;

    public StopSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    /// <summary>Cancelled by the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _asked) == 1)
        {
            // Not on the signal's own thread, which a slow listener would hold up, and the second signal with it.
            ThreadPool.QueueUserWorkItem(static stop => stop.Cancel(), _stop, preferLocal: false);
        }
        else
        {
            Environment.Exit(InterruptedExitCode);
        }
    }
}
