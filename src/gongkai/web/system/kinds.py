"""What the log's entries are called in Chinese, for whoever reads the log."""

from __future__ import annotations

from gongkai.law.events import KIND as EVENTS
from gongkai.web.system import entrances

# The rest are steps of a case (``step_…``), named by the law's own table of events.
KINDS: dict[str, str] = {
    **entrances.KINDS,
    "submitted": "收到申请", "assigned": "分办", "handed_over": "移交", "noted": "备注", "split": "分立", "merged": "合并",
    "third_party_marked": "认定是否涉及第三方", "recomputed": "期限重算", "material_added": "添加材料", "archived": "归档",
    "drafted": "草拟答复", "enclosed": "加附件", "enclosure_removed": "去附件", "second_look": "送达前复核",
    "letters_delivered": "文书送达", "fee_counted": "计收信息处理费", "fee_settled": "登记缴费",
    "mail_queued": "邮件交付发送", "mail_sent": "邮件发出", "mail_delayed": "邮件待重试", "mail_given_up": "邮件停止重试",
    "mail_again": "邮件重新发送",
    "supplement_sent": "来件：补正", "reasons_sent": "来件：理由说明", "withdrawal_requested": "来件：请求撤回",
    "payment_sent": "来件：缴费凭证", "question_sent": "来件：留言", "message_handled": "来件：处理",
    "message_answered": "来件：回复", "rated": "申请人评价",
    "account_opened": "申请人账号：注册", "account_entered": "申请人账号：登录", "account_failed": "申请人账号：登录失败",
    "account_password": "申请人账号：修改密码", "account_closed": "申请人账号：注销", "account_case_added": "申请人账号：加入申请",
    "account_case_removed": "申请人账号：移出申请", "account_case_opened": "申请人账号：打开申请",
    "extension_requested": "提请延长", "extension_sent_back": "退回延长提请", "extension_withdrawn": "撤回延长提请",
    "extension_lapsed": "延长提请自动终止", "answer_lapsed": "答复审核自动终止",
    "review_started": "送审", "review_passed": "审核同意", "review_sent_back": "审核退回", "review_cancelled": "撤回送审",
    "review_comment": "审核意见",
    "revealed": "查看个人信息", "party_sought": "按当事人查找", "downloaded": "下载", "exported": "导出清单",
    "item_drafted": "公开信息：起草", "mark_dismissed": "公开信息：保留疑似个人信息", "published": "公开信息：发布",
    "not_published": "公开信息：决定不公开", "item_withdrawn": "公开信息：撤下", "item_given_up": "公开信息：作废",
    "threshold_set": "考虑公开的人数",
    "remedy_entered": "复议诉讼：登记", "remedy_changed": "复议诉讼：修改", "remedy_step": "复议诉讼：进展",
    "remedy_corrected": "复议诉讼：更正", "remedy_files": "复议诉讼：加材料",
    "record_entered": "台账：登记", "record_corrected": "台账：更正", "record_voided": "台账：作废",
    "import_begun": "台账：上传待导入的表", "records_imported": "台账：导入",
    "report_begun": "年度报告：开始编制", "section_noted": "年度报告：提意见", "section_note_settled": "年度报告：处理意见",
    "section_saved": "年度报告：保存正文", "difference_explained": "年度报告：说明差异",
    "report_taken_in": "年度报告：收入往年报告", "report_taken_out": "年度报告：撤销收入的往年报告",
    "report_frozen": "年度报告：定稿", "amendment_begun": "年度报告：更正",
    "amendment_ended": "年度报告：取消更正",
    "frozen_touched": "年度报告：拒绝改动定稿", "report_urged": "年度报告：提醒公开",
    "token_issued": "接口令牌：发放", "token_revoked": "接口令牌：撤销", "api_refused": "接口：拒绝", "status_read": "接口：读取状态",
    "calendar_changed": "放假安排", "setting_changed": "设定",
    "admin_added": "管理：新增", "admin_changed": "管理：修改", "admin_deleted": "管理：删除",
    "log_verified": "验证日志", "log_exported": "导出日志", "demo": "演示数据",
}  # fmt: skip


def words_of(kind: str) -> str:
    """What a kind of entry is called in Chinese; one without a name keeps its key."""
    if kind.startswith("step_") and kind[5:] in EVENTS:
        return f"办理：{EVENTS[kind[5:]].words}"
    return KINDS.get(kind, kind)
