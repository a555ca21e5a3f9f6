namespace Bridge.Server.Commands;

/// <summary>A bucket of evals: full at the start, refilled evenly.</summary>
internal sealed class EvalRate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = CommandLimits.EvalsPerSecond;
    private long _at = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(CommandLimits.EvalsPerSecond, _left + (time.GetElapsedTime(_at, now).TotalSeconds * CommandLimits.EvalsPerSecond));
            _at = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
