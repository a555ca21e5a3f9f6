namespace Bridge.Mqtt.Broker;

/// <summary>
/// A yes or no that is asked for once and then kept; null until asked. One word, since publishers ask and answer at the same time: half of an answer
/// would let a message past whoever guards its topic.
/// </summary>
internal struct KeptAnswer
{
    private const int Yes = 1;
    private const int No = 2;

    private volatile int _word;

    public bool? Value
    {
        readonly get => _word switch { Yes => true, No => false, _ => null };
        set => _word = value switch { true => Yes, false => No, null => 0 };
    }
}
