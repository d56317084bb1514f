/** Texts by language: those that say that a model made something or speaks, and those that do not. */
export type LabelledTexts = Readonly<
  Record<string, { readonly says: readonly string[]; readonly silent: readonly string[] }>
>;

/** Languages written without spaces, or with few. */
export const UNSPACED_TEXTS: LabelledTexts = {
  zh: {
    says: [
      '内容由 AI 生成',
      '由AI生成',
      'AI生成',
      '本文由人工智能生成，仅供参考',
      '您正在与AI助手对话',
      'AI 摘要',
      '我是人工智能助手',
      'AI可能会出错，请核实重要信息',
      '人工智慧生成內容',
      '图片由大模型合成',
    ],
    silent: [
      '使用AI生成',
      '试试我们的AI搜索',
      '向AI提问',
      '检测AI生成的文本',
      '本文并非由AI生成',
      '未使用AI',
      '月度报告',
      '不能代替医生',
      '这是AI生成的吗？',
    ],
  },
  ja: {
    says: [
      'AIによって生成されました',
      'この文章はAIが生成したものです',
      'AI生成コンテンツ',
      '人工知能が作成した要約',
      'AIアシスタントと会話しています',
      'AIによる要約',
      '私はAIです',
      'AIは間違えることがあります',
      'この画像は生成AIで作成されました',
    ],
    silent: [
      'AIで生成する',
      'AIに質問する',
      'AI検索を試す',
      'AIを使わずに書かれました',
      'この文章はAIが生成したものではありません',
      'AIが生成した文章を検出します',
      '月次レポート',
      '医師の診断に代わるものではありません',
    ],
  },
  ko: {
    says: [
      'AI가 생성한 콘텐츠입니다',
      'AI로 생성됨',
      '이 글은 인공지능이 작성했습니다',
      'AI 어시스턴트와 대화하고 있습니다',
      'AI 요약',
      '저는 인공지능입니다',
      'AI는 실수할 수 있습니다',
      '인공지능이 번역한 텍스트',
    ],
    silent: [
      'AI로 생성하기',
      'AI에게 물어보기',
      'AI 검색을 사용해 보세요',
      'AI를 사용하지 않았습니다',
      '이 글은 AI가 작성하지 않았습니다',
      'AI 생성 텍스트 탐지',
      '월간 보고서',
      '의사를 대신하지 않습니다',
    ],
  },
};
